using Flapjack.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>The events of one turn.</summary>
internal sealed class ChatSource : EventSource<ChatEvent>
{
    private readonly ChatResumption _resumption;

    private ChatSource(StreamOpening opening, ChatResumption resumption)
        : base("chat", opening, ChatEvents.Table, resumption) =>
        _resumption = resumption;

    /// <summary>The turn that a request begins. If the caller wants the turn to go on without a reader, a reader who leaves does not stop it.</summary>
    public static ChatSource Of(WireHttp http, string threadId, ApiRequest begin, SendMessageOptions options) => new(
        new ChatOpening(http, begin)
        {
            Requires = [.. Requirements(threadId, options)],
            SilenceAdvice = $" For an agent that may be silent for longer, raise {nameof(SendMessageOptions)}.{nameof(SendMessageOptions.MaxSilence)}.",
        },
        new(threadId, begin) { StopsWhenLeft = options.DetachTimeout is null });

    public override void Observe(ChatEvent item) => _resumption.Deliver(item);

    private static IEnumerable<StreamRequirement> Requirements(string threadId, SendMessageOptions options)
    {
        if (options.IdempotencyKey is not null)
        {
            // A caller that sets a key will send the message again, and a server that knows no keys would answer it again.
            yield return Requirement(Additions.IdempotentMessages, nameof(SendMessageOptions.IdempotencyKey));
        }

        if (options.DetachTimeout is not null)
        {
            yield return Requirement(Additions.ResumeMessages, nameof(SendMessageOptions.DetachTimeout));
        }

        StreamRequirement Requirement(string addition, string option) =>
            new(addition, $"{nameof(SendMessageOptions)}.{option}", ChatRequests.Participants(threadId));
    }
}
