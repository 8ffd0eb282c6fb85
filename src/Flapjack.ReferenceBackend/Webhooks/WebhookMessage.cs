using System.Globalization;
using System.Text;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>A webhook: one event for one URL, pending, delivered, or given up.</summary>
/// <param name="Id">The id, sent as <c>webhook-id</c>. It is the same at every attempt, also after a redelivery.</param>
/// <param name="AgentId">The agent of the event; it may be gone.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="Url">The URL of the receiver. Its path and query may carry a token of the receiver.</param>
/// <param name="Event">What happened.</param>
/// <param name="Body">What is posted, the same bytes at every attempt.</param>
/// <param name="State">How far it has come.</param>
/// <param name="CreatedAt">When the event happened, in whole milliseconds.</param>
/// <param name="NextAttemptAt">When the webhook is tried again; null if that is at once, or if it is not pending.</param>
/// <param name="Attempts">Every attempt that has ended, in order; empty if there was none yet.</param>
public sealed record WebhookMessage(
    string Id,
    string AgentId,
    string OrgId,
    Uri Url,
    ComputerWebhookEvent Event,
    ReadOnlyMemory<byte> Body,
    WebhookState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<WebhookAttempt> Attempts)
{
    // The text has neither the body nor the parts of the URL that may carry tokens.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Id = {Id}, AgentId = {AgentId}, OrgId = {OrgId}, Url = {Url.Scheme}://{Url.Authority}, Event = {Event}, ");
        text.Append(CultureInfo.InvariantCulture, $"Body = {Body.Length} bytes, State = {State}, CreatedAt = {CreatedAt:O}, NextAttemptAt = {NextAttemptAt:O}, Attempts = {Attempts.Count}");
        return true;
    }
}
