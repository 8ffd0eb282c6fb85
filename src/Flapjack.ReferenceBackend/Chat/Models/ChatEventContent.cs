using System.Collections.Frozen;
using Flapjack.Sdk;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// An event that a model, or what stands before it, puts into its answer. The backend sends the event as it is, between the answer's tokens. So your
/// own <see cref="IChatClient"/> can make the events that the backend never makes by itself: <c>custom</c>, <c>client_event</c>, <c>auth_challenge</c>,
/// <c>profile_switch_proposal</c>, and events whose names nobody knows.
/// </summary>
public sealed class ChatEventContent : AIContent
{
    // The backend makes these events itself, and their order is the protocol: a second `done` would break the stream.
    private static readonly FrozenSet<string> MadeByTheBackend =
        FrozenSet.Create("meta", "token", "tool_call", "tool_executing", "tool_result", "requires_action", "done", "error");

    /// <summary>Puts an event into the answer.</summary>
    /// <param name="chatEvent">The event.</param>
    /// <exception cref="ArgumentException">The backend makes events of this name itself, or the name is empty or has white space or control characters.</exception>
    public ChatEventContent(ChatEvent chatEvent)
    {
        ArgumentNullException.ThrowIfNull(chatEvent);
        if (MadeByTheBackend.Contains(chatEvent.Type))
        {
            throw new ArgumentException($"The backend makes the event '{chatEvent.Type}' itself. A model can send custom, client_event, auth_challenge, profile_switch_proposal and events of other names.", nameof(chatEvent));
        }

        if (chatEvent.Type.Length == 0 || chatEvent.Type.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
        {
            // A line break in the name would end the name's line, and the rest could pretend to be another event.
            throw new ArgumentException("The name of an event must not be empty, and has neither white space nor control characters.", nameof(chatEvent));
        }

        Event = chatEvent;
    }

    /// <summary>The event.</summary>
    public ChatEvent Event { get; }
}
