/** Every text of the panel in Russian; the shape of the other languages follows from it. */
export const ru = {
  welcome: {
    title: 'Мармеладный дворик',
    soon: 'Панель появится здесь.',
    loginLink:
      'Ссылка для входа получена. Панель ещё строится, поэтому вход пока не выполнен, а ссылка не потрачена.',
    loginLinkBroken: 'В ссылке нет кода входа. Получите новую командой /login в боте для сотрудников.',
  },
  server: {
    asking: 'Спрашиваем сервер…',
    ok: 'Сервер работает',
    degraded: 'Сервер работает, но не все его части',
    unavailable: 'Сервер не отвечает',
  },
} as const;
