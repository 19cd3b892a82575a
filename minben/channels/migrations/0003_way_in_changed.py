"""The notice about a changed way in is there in every installation: nobody has to write it first."""

from django.db import migrations

SHORT = {
    "zh-hant": "【{city}】您帳戶的登入方式有變更：{text}如非本人操作，請立即聯絡我們。",
    "zh-hans": "【{city}】您账户的登录方式有变更：{text}如非本人操作，请立即联系我们。",
    "en": "[{city}] How you sign in changed: {text} If this was not you, tell us at once.",
}
SUBJECT = {"zh-hant": "您的登入方式有變更", "zh-hans": "您的登录方式有变更", "en": "How you sign in has changed"}
LONG = {
    "zh-hant": "您好：\n\n您在{city}的帳戶，登入方式有變更：\n\n{text}\n\n"
    "其他裝置上的登入都已結束。如果不是您本人操作，請立即聯絡我們；工作人員請通知安全管理員。",
    "zh-hans": "您好：\n\n您在{city}的账户，登录方式有变更：\n\n{text}\n\n"
    "其他设备上的登录都已结束。如果不是您本人操作，请立即联系我们；工作人员请通知安全管理员。",
    "en": "Hello,\n\nhow you sign in to your account of {city} has changed:\n\n{text}\n\n"
    "Sign-ins on other devices have ended. If this was not you, tell us at once; "
    "staff tell the security administrator.",
}


def write(apps, _schema):
    template = apps.get_model("channels", "MessageTemplate")
    template.objects.get_or_create(name="way_in_changed", channel="sms", defaults={"subject": {}, "body": SHORT})
    template.objects.get_or_create(
        name="way_in_changed", channel="mail", defaults={"subject": SUBJECT, "body": LONG}
    )


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_practice_outbox")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
