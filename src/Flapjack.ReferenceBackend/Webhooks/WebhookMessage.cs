using System.Globalization;
using System.Text;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>A webhook: one event, on its way to one URL or at its end.</summary>
/// <param name="Id">What its receiver knows it by, sent as <c>webhook-id</c>; the same at every attempt, and when it is redelivered.</param>
/// <param name="AgentId">Whose event it is; the agent may be gone.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="Url">Where it goes. Its path and query may carry a token of the receiver's.</param>
/// <param name="Event">What happened.</param>
/// <param name="Body">What is posted, the same bytes at every attempt.</param>
/// <param name="State">How far it has come.</param>
/// <param name="CreatedAt">When the event happened, in whole milliseconds.</param>
/// <param name="NextAttemptAt">When it is tried again; null when that is at once, or when it is not pending.</param>
/// <param name="Attempts">Every attempt that has ended, in order; empty when there was none yet.</param>
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
    // Neither the body nor what tokens the URL carries.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"Id = {Id}, AgentId = {AgentId}, OrgId = {OrgId}, Url = {Url.Scheme}://{Url.Authority}, Event = {Event}, ");
        text.Append(CultureInfo.InvariantCulture, $"Body = {Body.Length} bytes, State = {State}, CreatedAt = {CreatedAt:O}, NextAttemptAt = {NextAttemptAt:O}, Attempts = {Attempts.Count}");
        return true;
    }
}
