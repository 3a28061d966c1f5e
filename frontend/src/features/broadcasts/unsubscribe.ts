/** The button of the bot's own under a broadcast; clients read it in Russian, whatever language the panel speaks. */
export const UNSUBSCRIBE = 'Не присылать рассылки';
