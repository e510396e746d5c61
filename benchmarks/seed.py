"""Spaces full of posts, written as plain rows: how they came to be is not what is measured."""

import random
import uuid
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from accounts.models import Membership, Organisation, Person, User
from discussions.models import Post, Prompt, Space, Version, Window
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from hub.kit.sanitise import canonical_sha256, sanitise

AUTHORS = 300
CHARACTERS = 1500
#: Of what is sent: most of it in English and by civil society, from everywhere.
_LANGUAGES = ("en", "en", "en", "fr", "es", "ar")
_GROUPS = ("member-state", "civil-society", "civil-society", "academia", "trade-union", "media")
_COUNTRIES = ("KE", "PH", "MX", "FR", "EG", "BD", None)
_WORDS = [
    "migration",
    "review",
    "paragraph",
    "remittance",
    "corridor",
    "consular",
    "pathway",
    "worker",
    "family",
    "border",
    "data",
    "skills",
    "return",
    "recruitment",
    "protection",
    "municipality",
    "union",
    "declaration",
    "indicator",
    "objective",
]


def make_authors() -> list[Person]:
    """300 people with accounts, each for an organisation."""
    users = User.objects.bulk_create(
        User(email=f"author{number}@bench.example", password="!") for number in range(AUTHORS)
    )
    people = Person.objects.bulk_create(
        Person(user=user, name=f"Author {number}") for number, user in enumerate(users)
    )
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {number}",
            name_en=f"Organisation {number}",
            stakeholder_group="civil-society",
        )
        for number in range(AUTHORS)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=organisation)
        for person, organisation in zip(people, organisations, strict=True)
    )
    return people


def session_of(user: User) -> str:
    """The cookie of somebody who is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@transaction.atomic
def make_space(posts: int, authors: list[Person], kind: str) -> Space:
    """A space with an open window, four questions and that many nested posts of 1,500 characters.

    `kind`, a letter, tells the spaces of one measurement from those of another.
    """
    chance = random.Random(posts)
    now = database_now()
    space = Space(
        slug=f"bench-{kind.lower()}-{posts}", reference_prefix=f"{kind}{posts}", published_at=now
    )
    set_texts(space, "title", {"en": f"{posts} posts", "fr": f"{posts} contributions"})
    set_texts(space, "mandate", {"en": "<p>Mandate.</p>", "fr": "<p>Mandat.</p>"})
    space.last_number = posts
    space.save()
    Window.objects.create(
        space=space,
        opens_at=now - timedelta(days=9),
        closes_at=now + timedelta(days=9),
        grace_minutes=15,
    )
    prompts = []
    for number in range(1, 5):
        prompt = Prompt(space=space, number=number, position=number)
        set_texts(prompt, "text", {"en": f"<p>Q{number}?</p>", "fr": f"<p>Q{number} ?</p>"})
        prompt.save()
        prompts.append(prompt)
    made = [_post(space, number, prompts, authors, chance) for number in range(1, posts + 1)]
    by_number: dict[int, Post] = {}
    for post, _version in made:
        parent = _parent(by_number, post.number, chance)
        if parent is not None:
            post.parent, post.prompt, post.depth = parent, parent.prompt, parent.depth + 1
            post.root_sequence = parent.root_sequence
            post.path = parent.path + post.path
        by_number[post.number] = post
    Post.objects.bulk_create([post for post, _version in made], batch_size=500)
    Version.objects.bulk_create([version for _post, version in made], batch_size=500)
    return space


def _parent(earlier: dict[int, Post], number: int, chance: random.Random) -> Post | None:
    """Seven of ten posts answer one of the twenty before them."""
    if number == 1 or chance.random() > 0.7:
        return None
    return earlier[chance.randint(max(1, number - 20), number - 1)]


def _post(
    space: Space, number: int, prompts: list[Prompt], authors: list[Person], chance: random.Random
) -> tuple[Post, Version]:
    author = chance.choice(authors)
    received_at = space.published_at
    assert received_at is not None
    received_at -= timedelta(minutes=9000 - number)
    body = sanitise(f"<p>{words_by(chance)}</p>")
    post = Post(
        id=uuid.uuid4(),
        space=space,
        number=number,
        sequence=number,
        prompt=chance.choice(prompts),
        root_sequence=number,
        path=Post.step(number),
        author=author,
        received_at=received_at,
        standing="on-time",
        state="published",
        state_since=received_at,
    )
    version = Version(
        id=uuid.uuid4(),
        post=post,
        number=1,
        received_at=received_at,
        published_at=received_at,
        standing="on-time",
        review="approved",
        language=chance.choice(_LANGUAGES),
        body=body,
        sha256=canonical_sha256(body),
        speaker_name=author.name,
        speaker_organisation=f"Organisation of {author.name}",
        speaker_group=chance.choice(_GROUPS),
        speaker_country=chance.choice(_COUNTRIES),
        speaker_capacity="organisation",
    )
    post.latest_version = post.public_version = version
    return post, version


def words_by(chance: random.Random) -> str:
    """A text of the usual length, another each time."""
    words: list[str] = []
    length = 0
    while length < CHARACTERS:
        words.append(chance.choice(_WORDS))
        length += len(words[-1]) + 1
    return " ".join(words)[:CHARACTERS]
