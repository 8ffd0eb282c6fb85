using System.Text.Json;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Mapping;
using Flapjack.ReferenceBackend.Runs.Steps;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>Reads and checks the body of <c>POST /api/runners/{runnerId}/steps</c>.</summary>
internal static class RunnerStepBody
{
    private const int MaxName = 200;

    // Ours: a day.
    private const int MaxTimeoutSec = 86_400;

    // Ours.
    private const int MaxMapping = 64 * 1024;

    private const string InvalidMapping = "INVALID_INPUT_MAPPING";

    public static RunnerStepDocument Create(BodyReader body)
    {
        var step = new RunnerStepDocument
        {
            Kind = body.RequiredOneOf("kind", "INVALID_KIND", AgentStep.Kind, WebhookStep.Kind, ConditionStep.Kind, ComputerStep.Kind),
            Name = body.Text("name", "INVALID_NAME", MaxName),
            AgentId = body.Uuid("agentId", "INVALID_AGENT_ID"),
            InputMapping = body.Json("inputMapping", InvalidMapping),
            Config = body.JsonObject("config", StepConfig.Code),
            TimeoutSec = body.WholeNumber("timeoutSec", "INVALID_TIMEOUT_SEC", 1, MaxTimeoutSec) ?? RunStep.DefaultTimeoutSec,
            SafeToRepeat = body.Flag("safeToRepeat", "INVALID_SAFE_TO_REPEAT") == true,
        };
        Check(step);
        return step;
    }

    // A step of the kind agent needs no agent: the contract says what counts "when a step names an agent", so a step may name none.
    private static void Check(RunnerStepDocument step)
    {
        if (step.Name is not null && string.IsNullOrWhiteSpace(step.Name))
        {
            throw Refusal.Invalid("INVALID_NAME", "name must not be blank. A step may have no name.");
        }

        if (step is { Kind: ComputerStep.Kind, AgentId: null })
        {
            throw Refusal.Invalid("INVALID_AGENT_ID", "agentId is required for a step of the kind computer: its command runs on the computer of this agent.");
        }

        if (step.InputMapping is { } mapping && ProblemOf(mapping) is { } problem)
        {
            throw Refusal.Invalid(InvalidMapping, problem);
        }

        StepConfig.Check(step.Kind!, step.Config);
    }

    private static string? ProblemOf(JsonElement mapping) =>
        mapping.GetRawText().Length > MaxMapping ? $"inputMapping must have at most {MaxMapping} characters of JSON." : InputMapping.Problem(mapping);
}
