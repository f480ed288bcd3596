"""A video from upload to export: python story.py URL LOGINS.json CLIP X Y EXPORT.zip (after `pip install httpx`)."""

import json
import sys
import time
from pathlib import Path

import httpx

URL, LOGINS, CLIP, X, Y, EXPORT = sys.argv[1:]
PIECE = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}


def refuse(answer):
    if answer.is_error:
        sys.exit(json.loads(answer.read())["detail"])


def wait(person, path, is_over):
    while not is_over(state := person.get(path).json()):
        time.sleep(0.5)
    return state


tokens = {login["role"]: {"Authorization": f"Token {login['token']}"} for login in json.loads(Path(LOGINS).read_text())}
options = {"base_url": URL, "timeout": 60, "event_hooks": {"response": [refuse]}}
admin, annotator, reviewer = (httpx.Client(headers=tokens[r], **options) for r in ("admin", "annotator", "reviewer"))
project = admin.post("/api/projects/", json={"name": "Story"}).json()["id"]
label = admin.post(f"/api/projects/{project}/labels/", json={"name": "leaf", "color": "#E69F00"}).json()["id"]
for role in ("annotator", "reviewer"):
    admin.post(f"/api/projects/{project}/members/", json={"username": role, "role": role})
clip = Path(CLIP).read_bytes()
location = admin.post("/api/uploads/", headers={**PIECE, "Upload-Length": str(len(clip))}).headers["Location"]
admin.patch(location, headers=PIECE, content=clip)
upload = {"project": project, "upload": location.split("/")[-2], "name": Path(CLIP).name}
video = admin.post("/api/videos/", json=upload).json()["id"]
frames = wait(admin, f"/api/videos/{video}/", lambda state: state["status"] in {"ready", "failed"})["num_frames"]
masklet = annotator.post(f"/api/videos/{video}/masklets/", json={"label": label}).json()["id"]
point = {"frame": 0, "kind": "point", "points": [[int(X), int(Y)]], "labels": [1]}
annotator.post(f"/api/masklets/{masklet}/prompts/", json=point)
wait(annotator, f"/api/masklets/{masklet}/masks/?start=0&stop=1", lambda page: page["masks"])
track = {"masklets": [masklet], "direction": "forward", "start": 0, "stop": frames}
job = annotator.post(f"/api/videos/{video}/propagations/", json=track).json()["id"]
wait(annotator, f"/api/propagations/{job}/", lambda state: state["status"] in {"done", "failed", "cancelled"})
version = annotator.post(f"/api/masklets/{masklet}/submit/").json()["submitted_version"]
decision = {"decision": "satisfactory", "version": version, "start": 0, "stop": frames}
reviewer.post(f"/api/masklets/{masklet}/reviews/", json=decision)
export = admin.post(f"/api/projects/{project}/exports/", json={"format": "sav", "scope": "approved", "ann_every": 4})
Path(EXPORT).write_bytes(admin.get(export.json()["url"]).content)
