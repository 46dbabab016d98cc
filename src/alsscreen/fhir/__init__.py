"""A rule book, answers or anyone's response in; FHIR R4 (4.0.1) resources, or checked answers, out."""
