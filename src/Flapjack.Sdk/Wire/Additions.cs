namespace Flapjack.Sdk.Wire;

/// <summary>The additions to Flapjack's wire that this client uses where a server announces them; docs/streaming.md tells what a stream gains by them.</summary>
internal static class Additions
{
    /// <summary>A command that is sent twice under the same <c>Idempotency-Key</c> runs once.</summary>
    public const string IdempotentExec = "idempotent-exec";

    /// <summary>Events have ids, and a stream can be read from behind an event.</summary>
    public const string Resume = "resume";

    /// <summary>A running command can be stopped by its id or its key.</summary>
    public const string Stop = "stop";

    /// <summary>A command goes on without a reader for as long as its request says.</summary>
    public const string Detach = "detach";

    /// <summary>The server tells the number and the hash of the bytes that a command wrote.</summary>
    public const string ExactOutput = "exact-output";

    /// <summary>A message that is sent twice under the same <c>Idempotency-Key</c> is one turn, which can be stopped by that key.</summary>
    public const string IdempotentMessages = "idempotent-messages";

    /// <summary>The events of a turn have ids and can be read from behind an event; a turn goes on without a reader, and can be stopped by its id.</summary>
    public const string ResumeMessages = "resume-messages";
}
