using System.Runtime.CompilerServices;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>To whom a message goes, and how: arguments of a public method that were checked and copied.</summary>
internal sealed record ChatCall(string ThreadId, SendMessageOptions Options)
{
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it.</exception>
    public static ChatCall Of(string threadId, SendMessageOptions? options, [CallerArgumentExpression(nameof(threadId))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(threadId, parameter);
        OutgoingText.Check(threadId, parameter, parameter);
        var given = options ?? new();
        SendMessageRules.Check(given);
        // The tools are copied, because the caller may change its list while the agent works.
        return new(threadId, given with { Tools = given.Tools is { } tools ? [.. tools] : null });
    }
}
