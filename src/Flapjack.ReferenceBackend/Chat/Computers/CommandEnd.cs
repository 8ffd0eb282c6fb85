using Flapjack.ReferenceBackend.Sse;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>How a command ended, and what it wrote.</summary>
/// <param name="Stdout">The output, or its beginning and its end.</param>
/// <param name="Stderr">The same of the errors.</param>
internal sealed record CommandEnd(string Stdout, string Stderr)
{
    /// <summary>The exit code; null if there is none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether it was stopped because its time was over.</summary>
    public bool TimedOut { get; init; }

    /// <summary>The signal that ended it, for example <c>SIGKILL</c>; null for none.</summary>
    public string? Signal { get; init; }

    /// <summary>Why there is no exit code, as a code of the error event; null if there is one.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>The same as a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>Whether anybody knows how it went.</summary>
    public bool IsKnown => ErrorCode != ExecEvents.UnknownCode;
}
