#!/usr/bin/env python3
"""Writes an upgrade fixture: the database of a small shop, made by the programs as they stand in the target folder.

    scripts/with-services.sh scripts/upgrade-fixture.py v0.1

writes marmelad-adapters/tests/fixtures/v0.1/ (shop.db.gz of SQLite, mariadb.sql). A fixture is written once per released
version and never again: the tests migrate it with every later version and compare all rows. Clients, cashiers and admins
act in both bots (against the Telegram sandbox) and through the API, so every table has rows.
"""
import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlparse

PROJECT = Path(__file__).resolve().parent.parent
PROGRAMS = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target")) / "debug"
FIXTURES = PROJECT / "marmelad-adapters" / "tests" / "fixtures"
ANNA, BORIS, VERA, IRA, OLEG, OWNER = 1001, 1002, 1003, 2001, 2002, 3001
PEOPLE = {ANNA: "Анна", BORIS: "Борис", VERA: "Вера", IRA: "Ира", OLEG: "Олег", OWNER: "Ольга"}
PICTURE = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000001f15c489")
SECONDS = 60  # how long to wait for a message or a state


def call(method, url, body=None, headers=None):
    """One HTTP request with JSON in and out."""
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json", **(headers or {})}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content = answer.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {url}: {error.code} {error.read().decode()}")
    return json.loads(content) if content else None


def until(what, probe):
    """Polls until `probe` returns something true, and returns it."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := probe():
            return found
        time.sleep(0.05)
    sys.exit(f"waited in vain: {what}")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Chat:
    """One person in the chat with one bot."""

    def __init__(self, telegram, bot, person):
        self.path = f"{telegram}/control/chats/{bot}/{person}"
        self.seen = set()
        call("POST", f"{self.path}/open")

    def messages(self):
        return [(m["message_id"], m["html"]) for m in call("GET", f"{self.path}/messages") if m["direction"] == "from_bot"]

    def act(self, action, **body):
        self.seen = set(self.messages())
        call("POST", f"{self.path}/{action}", body)

    def says(self, text, expected):
        self.act("text", text=text)
        return self.sees(expected)

    def presses(self, label, expected, by="press"):
        self.act(by, label=label)
        return self.sees(expected)

    def sees(self, expected):
        """Waits for a message with these words that was sent or edited since this person last acted."""
        def found():
            return next((html for id, html in self.messages() if (id, html) not in self.seen and expected in html), None)
        return until(f"{self.path}: {expected}", found)


def code_in(text):
    return re.search(r"[А-Я]{3}\d{4}", text).group()


class Shop:
    """All programs, on one database."""

    def __init__(self, folder, db_url):
        self.folder, self.running = folder, []
        self.telegram, self.api = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
        tokens = {"main": "1000000001:" + "a" * 35, "auth": "1000000002:" + "b" * 35}
        self.env = {
            "PATH": os.environ["PATH"], "DB_URL": db_url, "REDIS_URL": "", "MEDIA_DIR": f"{folder}/media", "TZ": "Asia/Vladivostok",
            "TELEGRAM_API_URL": self.telegram, "TELEGRAM_CHANNEL_ID": "@marmelad_channel",
            "TELEGRAM_MAIN_BOT_TOKEN": tokens["main"], "TELEGRAM_AUTH_BOT_TOKEN": tokens["auth"],
            "FIRST_SUPERADMIN_TG_ID": str(OWNER), "JWT_SECRET": "0123456789abcdef" * 2,
            "HTTP_ADDR": urlparse(self.api).netloc, "RUST_LOG": "warn",
        }
        self.start("marmelad-sandbox", "--port", str(urlparse(self.telegram).port))
        until("the sandbox", lambda: self.answers(f"{self.telegram}/control/state"))
        for number, name in PEOPLE.items():
            call("POST", f"{self.telegram}/control/people", {"id": number, "first_name": name})
        self.cli("seed", "--users", "25")
        self.start("marmelad-http")
        until("the API", lambda: self.answers(f"{self.api}/ready"))

    def start(self, program, *arguments):
        self.running.append(subprocess.Popen([PROGRAMS / program, *arguments], env=self.env, cwd=self.folder))

    @staticmethod
    def answers(url):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return True
        except OSError:
            return False

    def cli(self, *arguments):
        done = subprocess.run([PROGRAMS / "marmelad-cli", *arguments, "--json"], env=self.env, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"marmelad-cli {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def log_in(self, telegram_id):
        """A bearer token of an admin."""
        link = self.cli("admin", "login-link", str(telegram_id))["url"]
        return call("POST", f"{self.api}/api/v1/auth/login-token", {"token": link.split("token=")[1]})["access_token"]

    def ask(self, method, path, body=None, token=None, key=None, content_type=None):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if key:
            headers["Idempotency-Key"] = key
        if content_type:
            headers["Content-Type"] = content_type
        return call(method, f"{self.api}/api/v1{path}", body, headers)

    def stop(self):
        for program in reversed(self.running):
            program.send_signal(signal.SIGTERM)
            program.wait(timeout=SECONDS)


def play(shop):
    """What happens in the shop."""
    chat = lambda bot, person: Chat(shop.telegram, bot, person)
    olga = chat("auth", OWNER)
    shop.token = shop.log_in(OWNER)
    shop.ask("PATCH", "/settings", {"privacy_policy_url": "https://example.org/policy", "reminder_hour": 11, "text_help": "Чем помочь?"})
    shop.start("marmelad-bots")  # after the settings: another process sees a change only after some seconds
    for number, role in ((3002, "marketing"), (3003, "readonly")):
        shop.cli("admin", "add", str(number), "--role", role, "--name", f"Админ {role}")
    shop.ask("POST", "/auth/logout", token=shop.log_in(3002))
    shop.cli("admin", "login-link", "3003")

    template = {"value": "15.00", "value_type": "percent", "duration_days": 30, "recurrence": {"type": "unlimited"}}
    manual = shop.ask("POST", "/discount-templates", {**template, "name": "Вручную", "event": "manual"})["id"]
    several = {**template, "name": "Трижды от 500", "event": "manual", "usage_type": "multi", "max_uses": 3, "min_order_amount": "500.00"}
    several = shop.ask("POST", "/discount-templates", several)["id"]
    gift = {**template, "name": "Подарок", "event": "campaign", "value": "200.00", "value_type": "fixed", "total_limit": 100}
    gift = shop.ask("POST", "/discount-templates", gift)["id"]
    shop.ask("POST", "/campaigns", {"slug": "vesna", "name": "Весна", "template_id": gift})

    ira = chat("auth", IRA)
    ira.says("Я кассир", "Запрос отправлен")
    olga.sees("Запрос на доступ кассира")
    olga.presses("Одобрить", "Одобрено")
    ira.sees("Запрос одобрен")
    chat("auth", OLEG).says("Я кассир", "Запрос отправлен")
    cashier = next(c for c in shop.ask("GET", "/cashiers?status=active")["items"] if c["telegram_id"] == IRA)["id"]
    shop.ask("PATCH", f"/cashiers/{cashier}", {"shop": "Светланская, 10"})

    anna = chat("main", ANNA)
    anna.act("start", payload="ref_vesna")
    anna.sees("согласие")
    anna.presses("Согласен на обработку данных", "Согласие записали")
    anna.sees("Рады, что вы к нам заглянули")
    anna.presses("Хочу получать предложения", "Будем присылать")
    call("PUT", f"{shop.telegram}/control/channel/members/{ANNA}", {"status": "member"})
    anna_code = code_in(anna.presses("Проверить подписку", "Ваша скидка", by="tap"))
    anna.presses("Указать ДР", "Введите дату", by="tap")
    anna.says("3 февраля 2002", "Спасибо, записали")
    anna.presses("Профиль", "Ваш профиль", by="tap")
    anna.presses("Указать телефон", "Отправить номер")
    anna.act("contact")
    anna.sees("номер записали")

    boris = chat("main", BORIS)
    boris.says("/start", "согласие")
    boris.presses("Согласен на обработку данных", "Согласие записали")
    boris.says("/stop", "Больше не будем")
    boris.presses("Указать ДР", "Введите дату", by="tap")  # the dialogue stays open

    vera = chat("main", VERA)
    vera.says("/start", "согласие")
    vera.presses("Согласен на обработку данных", "Согласие записали")
    vera.presses("Профиль", "Ваш профиль", by="tap")
    vera.presses("Удалить мои данные", "Удалить ваши данные?")
    vera.presses("Да, удалить", "ваши данные удалены")

    def client(number):
        return shop.ask("GET", f"/users?q={number}")["items"][0]

    # Redeemed in the chat and taken back; redeemed with an amount; revoked; a wrong code.
    ira.says(anna_code, "Код валиден")
    ira.presses("Погасить", "Погашено ✅")
    anna.sees("использован")
    ira.presses("Отменить погашение", "Укажите причину")
    ira.says("Не тот покупатель", "Погашение отменено")
    ira.says("АБВ0000", "не найден")
    users = [user["id"] for user in shop.ask("GET", "/users?per_page=20")["items"]]
    anna_id = next(u["id"] for u in shop.ask("GET", "/users?per_page=100")["items"] if u["telegram_id"] == ANNA)
    issue = lambda user, terms: shop.ask("POST", f"/users/{user}/discounts", {"template_id": terms})
    redeem = {"code": issue(anna_id, several)["code"], "order_amount": "1500.50", "cashier_id": cashier}
    shop.ask("POST", "/discounts/redeem", redeem, key="once-1")
    shop.ask("POST", "/discounts/redeem", {**redeem, "order_amount": "700.00"}, key="once-2")
    shop.ask("POST", f"/discounts/{issue(anna_id, manual)['id']}/revoke", {"reason": "Выдан по ошибке"})
    sold = issue(anna_id, manual)["id"]
    shop.ask("POST", "/orders", {"user_id": anna_id, "amount": "900.00", "external_id": "касса-7/1", "discount_id": sold})
    shop.ask("POST", f"/discounts/{sold}/undo", {"reason": "Возврат"})
    shop.ask("PATCH", f"/users/{anna_id}", {"tags": ["постоянный", "VIP"], "gender": "female"})
    shop.ask("POST", "/users/bulk", {"ids": users[:3], "add_tags": ["сладкоежка"]})

    # Without a policy made-up clients may get broadcasts too; Telegram does not know them. A setting that was set back keeps its row.
    shop.ask("PATCH", "/settings", {"privacy_policy_url": None})
    time.sleep(6)  # until the bots see the change
    segment = {"name": "Именинники зимы", "filter": {"all": [{"field": "gender", "op": "eq", "value": "female"}, {"field": "birthday_month", "op": "in", "value": [12, 1, 2]}]}}
    segment = shop.ask("POST", "/segments", segment)["id"]
    boundary = "fixture"
    form = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="spring.png"\r\n\r\n'.encode()
    form += PICTURE + f"\r\n--{boundary}--\r\n".encode()
    media = shop.ask("POST", "/media", form, content_type=f"multipart/form-data; boundary={boundary}")["id"]
    shop.ask("POST", "/broadcasts", {"title": "Черновик", "body": "Скоро!", "segment_id": segment})
    later = {"title": "Потом", "body": "Привет, {first_name}!", "status": "scheduled", "scheduled_at": "2099-01-01T03:00:00Z"}
    shop.ask("POST", "/broadcasts", later)
    sent = {"title": "Весна", "body": "<b>Новый мармелад</b>", "template_id": manual, "ignore_quiet_hours": True,
            "media_id": media, "media_type": "photo", "buttons": [[{"text": "Меню", "url": "https://example.org/"}]]}
    sent = shop.ask("POST", "/broadcasts", sent, key="broadcast-1")["id"]
    shop.ask("POST", f"/broadcasts/{sent}/start")
    until("the end of the broadcast", lambda: shop.ask("GET", f"/broadcasts/{sent}")["status"] == "sent")
    anna.sees("Новый мармелад")
    shop.cli("audit", "verify")


def write(version):
    folder = FIXTURES / version
    if folder.exists():
        sys.exit(f"{folder} exists; fixtures of released versions do not change")
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        sqlite = home / "shop.db"
        server = urlparse(os.environ["TEST_MYSQL_URL"])
        login = ["--no-defaults", "--protocol=tcp", f"--host={server.hostname}", f"--port={server.port}", f"--user={server.username}"]
        env = {**os.environ, "MYSQL_PWD": server.password}
        subprocess.run(["mariadb", *login, "--execute=CREATE DATABASE upgrade_fixture"], env=env, check=True)
        dump = ["mariadb-dump", *login, "--single-transaction", "--skip-comments", "--skip-add-locks", "--skip-disable-keys",
                "--order-by-primary", "--hex-blob", "upgrade_fixture"]
        for url in (f"sqlite:{sqlite}", f"{server.geturl()}upgrade_fixture"):
            shop = Shop(home, url)
            try:
                play(shop)
                # While everything runs: a process that stops takes its row with it.
                if url.startswith("sqlite"):
                    shop.cli("backup", str(home / "copy.db"))
                else:
                    dumped = subprocess.run(dump, env=env, check=True, capture_output=True, text=True).stdout
            finally:
                shop.stop()
        folder.mkdir(parents=True)
        (folder / "shop.db.gz").write_bytes(gzip.compress((home / "copy.db").read_bytes(), mtime=0))
        # The first line is an instruction to MariaDB's own client.
        lines = [line for line in dumped.splitlines(keepends=True) if not line.startswith("/*M!")]
        (folder / "mariadb.sql").write_text("".join(lines))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not re.fullmatch(r"v\d+(\.\d+)+", sys.argv[1]):
        sys.exit(__doc__)
    write(sys.argv[1])
