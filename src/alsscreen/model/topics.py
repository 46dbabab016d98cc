"""Short pages to learn from."""

from .values import Flag, Id, Many, Noun, Some, Text, Version


class Saying(Noun):
    """One statement: cited, standing on evidence, or (`own`) about this program itself."""

    text: Text
    cites: Many[Id] = ()
    evidence: Many[Id] = ()
    own: Flag = False


class Topic(Noun):
    id: Id
    title: Text
    says: Some[Saying]


class TopicsFile(Noun):
    format: Version
    topics: Many[Topic]
