using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Webhooks;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>A step that posts its input to a receiver once, signed as webhooks are. The receiver knows a repeat by the id of the execution.</summary>
internal sealed class WebhookStep(SignedPost post, Organizations orgs) : IStepKind
{
    public const string Kind = "webhook";

    // Ours.
    private const int MaxAnswer = 256 * 1024;

    public string Name => Kind;

    public async Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        string url;
        try
        {
            url = StepConfig.Url(call.Step.Config);
        }
        catch (Refusal e)
        {
            return StepConfig.Wrong(e);
        }

        var result = await post.SendAsync(
            new()
            {
                Url = url,
                Body = Encoding.UTF8.GetBytes(call.Input.GetRawText()),
                // The secret is the newest one, because the call is made now and is not tried again.
                Secret = orgs.WebhookSecretOf(call.OrgId),
                Id = call.Id,
                IsIdempotent = true,
                MaxAnswer = MaxAnswer,
                ReadsRefusals = true,
            },
            cancellationToken).ConfigureAwait(false);
        return OutcomeOf(call.Step, result);
    }

    // The step is stored as running before it sends anything, and only the receiver knows whether anything came.
    public Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken) => Task.FromResult(StepRecovery.Unknown);

    private static StepOutcome OutcomeOf(RunStep step, PostResult result)
    {
        var receiver = $"The receiver of the step '{step.Label}' {result.Reason}.";
        return result.Verdict switch
        {
            PostVerdict.NotSent => StepOutcome.Failed(result.IsRefused ? "WEBHOOK_ADDRESS_REFUSED" : "WEBHOOK_NOT_REACHED", $"{receiver} It has got nothing."),
            PostVerdict.Unknown => StepOutcome.Failed("WEBHOOK_OUTCOME_UNKNOWN", $"{receiver} Nobody knows what it has done."),
            _ when !result.IsSuccess => StepOutcome.Failed("WEBHOOK_FAILED", receiver, OutputOf(result)),
            _ when result.IsTooLong => StepOutcome.Failed("ANSWER_TOO_LARGE", $"{receiver} It has accepted the webhook; let it answer with less.", OutputOf(result)),
            _ => StepOutcome.Completed(OutputOf(result)),
        };
    }

    private static JsonElement OutputOf(PostResult result) =>
        JsonSerializer.SerializeToElement(new JsonObject { ["status"] = result.Status, ["body"] = BodyOf(result) }, JsonText.Options);

    // An answer that says that it is JSON, and is not, is told as the text that it is.
    private static JsonNode? BodyOf(PostResult result) =>
        result.IsTooLong || result.Body.IsEmpty ? null
        : result.IsJson && ForeignJson.Read(result.Body) is { } json ? JsonSerializer.SerializeToNode(json)
        : JsonValue.Create(Encoding.UTF8.GetString(result.Body.Span));
}
