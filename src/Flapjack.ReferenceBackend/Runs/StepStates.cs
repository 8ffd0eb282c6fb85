namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Where a step of a run stands, as the store and the wire have it.</summary>
internal static class StepStates
{
    public const string Pending = "pending";
    public const string Running = "running";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>The run ended before the step, or a condition left it out.</summary>
    public const string Skipped = "skipped";

    /// <summary>The budget ended the step halfway; it goes on when the run is resumed.</summary>
    public const string Paused = "paused";

    /// <summary>The backend ended in the middle of the step, and nobody knows what it has done.</summary>
    public const string Unknown = "unknown";

    /// <summary>Whether a step with this status is still to be run, or to be run on.</summary>
    public static bool IsAhead(string status) => status is Pending or Running or Paused;
}
