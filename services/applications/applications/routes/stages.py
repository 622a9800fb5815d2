"""The stages, and transitions between them."""

from typing import Any
from uuid import UUID

from flask import Response

from applications.commands import stages as commands
from applications.domain.stages import STAGES, Stage
from applications.schemas.stages import Moved, StageList, Transition
from lendkit.web.access import permission
from lendkit.web.blueprint import blueprint
from lendkit.web.responses import json_text

blp = blueprint("applications", "stages")


@blp.get("/stages/")
@blp.response(200, StageList)
@blp.doc(operationId="listStages")
@permission("applications.read")
def find() -> Response:
    return json_text({"items": [_shown(stage, position) for position, stage in enumerate(STAGES)]})


@blp.post("/<uuid:id>/transitions/")
@blp.arguments(Transition)
@blp.response(200, Moved)
@blp.doc(operationId="moveApplication")
@permission("applications.move")
def change(body: dict[str, Any], id: UUID) -> Response:
    """Change the stage; 409 `not_ready` says what is missing."""
    return json_text(commands.change(id, body["to"], body.get("reason"), body.get("note")))


@blp.post("/<uuid:id>/transitions/undo/")
@blp.response(200, Moved)
@blp.doc(operationId="undoMove")
@permission("applications.move")
def undo(id: UUID) -> Response:
    """Undo your last change of stage, within 10 seconds of it."""
    return json_text(commands.undo(id))


def _shown(stage: Stage, position: int) -> dict[str, Any]:
    shown = {"code": stage.code, "label": stage.label, "tone": stage.tone}
    return {**shown, "position": position, "terminal": stage.terminal}
