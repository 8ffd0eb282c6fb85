namespace Flapjack.ReferenceBackend.Tests.Api;

/// <summary>What a command said, to its end.</summary>
internal sealed record ExecOutcome(IReadOnlyList<SseFrame> Frames)
{
    public string Stdout => string.Concat(Frames.Where(frame => frame.Event == "stdout").Select(frame => frame.Chunk));

    public string Stderr => string.Concat(Frames.Where(frame => frame.Event == "stderr").Select(frame => frame.Chunk));

    public int ExitCode => Frames[^1].Data.GetProperty("exitCode").GetInt32();
}
