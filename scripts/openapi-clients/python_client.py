"""The client of openapi-python-client against a running server: API, TOKEN and CODE in the environment."""

import os

from marmelad_api_client import AuthenticatedClient
from marmelad_api_client.api.discounts import redeem_code
from marmelad_api_client.api.segments import create_segment
from marmelad_api_client.api.users import get_user, list_users
from marmelad_api_client.models import (
    Gender,
    NewSegment,
    Problem,
    RedeemBody,
    SegmentNumberCondition,
    SegmentNumberConditionField,
    SegmentNumberConditionOp,
    UserDetails,
)

client = AuthenticatedClient(base_url=os.environ["API"], token=os.environ["TOKEN"])

users = list_users.sync(client=client, per_page=5, gender=Gender.MALE)
assert users.items and all(user.gender == Gender.MALE for user in users.items)
details = get_user.sync(users.items[0].id, client=client)
assert isinstance(details, UserDetails) and details.display_name

adults = SegmentNumberCondition(field=SegmentNumberConditionField.AGE, op=SegmentNumberConditionOp.GTE, value=18)
segment = create_segment.sync_detailed(client=client, body=NewSegment(name="openapi-python-client", filter_=adults))
assert segment.status_code == 201, segment
assert segment.parsed.name == "openapi-python-client"

body = RedeemBody(code=os.environ["CODE"], order_amount="5000.00")
redemption = redeem_code.sync(client=client, body=body, idempotency_key="openapi-python-client")
assert redemption.status == "success", redemption

problem = get_user.sync(999999, client=client)
assert isinstance(problem, Problem)
assert problem.type_ == "/problems/not-found" and problem.status == 404
