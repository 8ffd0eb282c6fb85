using Flapjack.Sdk.Wire;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;
using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// How the stream of a turn is opened again: by the message's key as long as no event has come, and by the turn's id behind the last event from then on.
/// </summary>
/// <param name="threadId">The thread of the turn.</param>
/// <param name="opening">The request that began the turn.</param>
internal sealed class ChatResumption(string threadId, ApiRequest opening)
    : Resumption<ChatEvent>(Additions.ResumeMessages, opening, ChatRequests.Participants(threadId) with { Retry = RetryRule.Never })
{
    // No server announces it.
    private const string Impossible = "";

    private bool _hasEvents;
    private bool _hasEventsWithoutIds;

    /// <summary>The turn's id; null until an event has told it.</summary>
    public string? TurnId { get; private set; }

    /// <summary>Whether a reader who leaves stops the turn.</summary>
    public bool StopsWhenLeft { get; init; }

    public override string? RunId => TurnId;

    // A stream that is opened again without the id of the last event begins at its beginning. The caller would get the events that it has a second time, and
    // nobody could tell them from new ones.
    public override string Needs =>
        !_hasEvents ? Additions.IdempotentMessages
        : _hasEventsWithoutIds || TurnId is null ? Impossible
        : Addition;

    public override ApiRequest Reopen(string? lastEventId) => TurnId is null ? Opening : ChatRequests.ReadOn(threadId, TurnId, lastEventId, Opening);

    /// <summary>Sees an event that is about to be delivered.</summary>
    public void Deliver(ChatEvent item)
    {
        _hasEvents = true;
        _hasEventsWithoutIds |= item.EventId is null;
        Learn((item as ChatMetaEvent)?.TurnId);
    }

    public override void Number(ChatEvent item, EventId eventId)
    {
        var id = eventId.Text!;
        item.SetEventId(id);
        Learn((item as ChatMetaEvent)?.TurnId);
        Learn(id.LastIndexOf(':') is > 0 and var end ? id[..end] : null);
    }

    public override string? Gap(ChatEvent item) =>
        item is ChatErrorEvent { Code: "RESUME_GAP" } gap ? $"it was read too slowly{(gap.Detail is null ? "" : $": {gap.Detail}")}" : null;

    public override async Task StopAsync(WireHttp http, CallTrace? trace, CancellationToken cancellationToken)
    {
        if (!StopsWhenLeft)
        {
            return;
        }

        // A server that announces neither addition cancels the turn when it notices the closed connection.
        var knowsKeys = await http.AnnouncesAsync(Additions.IdempotentMessages, Probe, cancellationToken).ConfigureAwait(false);
        var stop = TurnId is { } turnId && http.Announces(Addition) ? ChatRequests.Stop(threadId, turnId)
            : knowsKeys ? ChatRequests.StopByKey(threadId, Opening.IdempotencyKey!)
            : null;
        if (stop is not null)
        {
            trace?.Stops();
            using var _ = await http.SendAsync(stop, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the turn's id from the first event that tells it; a later event must not move the stream to another turn.</summary>
    private void Learn(string? turnId) => TurnId ??= string.IsNullOrWhiteSpace(turnId) || !OutgoingText.IsWhole(turnId) ? null : turnId;
}
