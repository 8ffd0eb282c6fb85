using System.Diagnostics;

namespace Flapjack.Benchmarks.Children;

/// <summary>
/// A program that answers each line of its input with one line, and ends when its input ends. So it ends also when this process is killed.
/// Disposing ends it.
/// </summary>
internal class Child : IAsyncDisposable
{
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly CancellationToken _cancellationToken;
    private readonly Task<string> _error;

    public Child(string program, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _error = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public int Id => _process.Id;

    /// <summary>How much of the processors the process itself has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How many bytes of the memory are the process's now.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), _cancellationToken);
        await _process.StandardInput.FlushAsync(_cancellationToken);
        return await ReadLineAsync();
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync(_cancellationToken)
        ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} has ended: {await _error}");

    protected void CloseInput() => _process.StandardInput.Close();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        CloseInput();
        using var limit = new CancellationTokenSource(TimeToEnd);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
