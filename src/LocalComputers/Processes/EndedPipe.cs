namespace LocalComputers.Processes;

/// <summary>A pipe into which nobody writes: the standard error of a process on a terminal, which writes both to the terminal.</summary>
internal sealed class EndedPipe : PipeReadEnd
{
    public override int Available => 0;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => ValueTask.FromResult(0);

    public override void Dispose()
    {
    }
}
