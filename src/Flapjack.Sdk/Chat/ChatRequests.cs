using System.Globalization;
using Flapjack.Sdk.Wire;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>The requests about the turns of a thread.</summary>
internal static class ChatRequests
{
    /// <summary>Begins a turn and reads its events. The key is the same on every attempt, so that a server that knows keys begins one turn.</summary>
    /// <param name="threadId">The thread's id.</param>
    /// <param name="body">What to send.</param>
    /// <param name="options">How to send it.</param>
    /// <param name="round">How many turns of the same enumeration went before.</param>
    /// <param name="settings">How the client sends.</param>
    public static ApiRequest Begin(string threadId, ChatRequestBody body, SendMessageOptions options, int round, WireSettings settings) =>
        new(HttpMethod.Post, PathOfAll(threadId), RetryRule.IfNeverStarted)
        {
            Errors = ChatErrors.Table,
            Body = JsonBody.Of(body, ChatJson.Default.ChatRequestBody, nameof(options)),
            IdempotencyKey = options.IdempotencyKey is { } key ? KeyOf(key, round) : Guid.NewGuid().ToString(),
            Headers = Detachment.HeadersFor(options.DetachTimeout, settings),
            WantsEvents = true,
            MayTake = options.MaxSilence is { } silence ? new(silence, $"{nameof(SendMessageOptions)}.{nameof(SendMessageOptions.MaxSilence)}") : null,
        };

    /// <summary>Reads the events of a turn that has begun.</summary>
    public static ApiRequest ReadOn(string threadId, string turnId, string? after, ApiRequest begin) =>
        new(HttpMethod.Get, WirePath.Of($"/api/threads/{threadId}/messages/{turnId}/events"), RetryRule.Never)
        {
            Errors = ChatErrors.Table,
            LastEventId = after,
            Headers = begin.Headers,
            WantsEvents = true,
        };

    public static ApiRequest Stop(string threadId, string turnId) =>
        new(HttpMethod.Delete, WirePath.Of($"/api/threads/{threadId}/messages/{turnId}"), RetryRule.IfTransient) { Errors = ChatErrors.Table };

    /// <summary>Stops a turn whose id is not known yet.</summary>
    public static ApiRequest StopByKey(string threadId, string key) =>
        new(HttpMethod.Delete, PathOfAll(threadId).Query("key", key), RetryRule.IfTransient) { Errors = ChatErrors.Table };

    /// <summary>A request that is free and safe, sent for the headers of its answer.</summary>
    public static ApiRequest Participants(string threadId) =>
        new(HttpMethod.Get, WirePath.Of($"/api/threads/{threadId}/participants"), RetryRule.IfTransient);

    private static WirePath PathOfAll(string threadId) => WirePath.Of($"/api/threads/{threadId}/messages");

    private static string KeyOf(string key, int round) => round == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}:r{round}");
}
