namespace LocalComputers.Computers.Exec;

/// <summary>How much of a command is kept, and for how long.</summary>
/// <param name="MaxOutputBytes">Of both outputs together; null for no cap, and then only the latest is kept.</param>
/// <param name="JournalRetention">How long after the command's end its output can be read again.</param>
/// <param name="KeyRetention">How long after the command's end a repeat of its key is answered with its outcome.</param>
internal sealed record ExecLimits(long? MaxOutputBytes, TimeSpan JournalRetention, TimeSpan KeyRetention)
{
    /// <summary>What a journal without a cap keeps.</summary>
    public const long UncappedKeep = 64 * 1024 * 1024;
}
