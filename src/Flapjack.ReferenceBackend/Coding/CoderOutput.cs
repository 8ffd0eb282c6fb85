using System.Text;
using System.Threading.Channels;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>
/// Makes events of what the coder writes. The first output comes as it is written, a few times a second at most; of the rest only the end is kept. So neither the
/// timeline nor this memory grows with a command that writes without end.
/// </summary>
/// <param name="secrets">What no event may show, the longest first.</param>
/// <param name="store">Stores events; it throws if it can't.</param>
/// <param name="lost">Told of output that could not be stored.</param>
/// <param name="clock">The clock.</param>
internal sealed class CoderOutput(IReadOnlyList<string> secrets, Action<IReadOnlyList<CodeSessionEvent>> store, Action<Exception> lost, TimeProvider clock) : IShellOutput, IAsyncDisposable
{
    private const int MostLive = 256 * 1024;
    private const int MostLiveEvents = 1_000;
    private const int MostOfTail = 32 * 1024;
    private const int MostOfEvent = 16 * 1024;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Output[] _outputs = [new("stdout", secrets), new("stderr", secrets)];
    private readonly List<(Output Output, StringBuilder Text)> _waiting = [];
    private readonly Channel<bool> _some = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _ended = new();
    private int _live = MostLive;
    private int _liveEvents = MostLiveEvents;
    private Task? _writing;

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var output = _outputs[kind == OutputKind.Stdout ? 0 : 1];
        lock (_lock)
        {
            Add(output, output.Filter.Next(text));
            _writing ??= Task.Run(WriteAsync);
        }

        _some.Writer.TryWrite(true);
    }

    // What waits is bounded, so the coder never has to wait.
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Stores what is left, when the coder has ended and writes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        Task? writing;
        lock (_lock)
        {
            writing = _writing;
        }

        await (writing ?? Task.CompletedTask).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var output in _outputs)
            {
                Add(output, output.Filter.End());
            }
        }

        Store([.. TakeWaiting(), .. _outputs.SelectMany(EndOf)]);
        _ended.Dispose();
    }

    private void Add(Output output, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (_live == 0 || _liveEvents == 0)
        {
            output.Tail.Add(text);
            return;
        }

        var fits = Math.Min(text.Length, _live);
        fits -= fits < text.Length && char.IsHighSurrogate(text[fits - 1]) ? 1 : 0;
        _live = fits < text.Length ? 0 : _live - fits;
        if (_waiting is [.., var last] && last.Output == output)
        {
            last.Text.Append(text, 0, fits);
        }
        else
        {
            _waiting.Add((output, new(text[..fits])));
        }

        output.Tail.Add(text[fits..]);
    }

    private async Task WriteAsync()
    {
        try
        {
            while (true)
            {
                await _some.Reader.ReadAsync(_ended.Token).ConfigureAwait(false);
                Store(TakeWaiting());
                await Task.Delay(Pause, clock, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The rest is stored by the end.
        }
    }

    private List<CodeSessionEvent> TakeWaiting()
    {
        lock (_lock)
        {
            var events = _waiting.SelectMany(piece => EventsOf(piece.Output.Name, piece.Text.ToString())).ToList();
            _waiting.Clear();
            _liveEvents = Math.Max(0, _liveEvents - events.Count);
            return events;
        }
    }

    private static IEnumerable<CodeSessionEvent> EndOf(Output output)
    {
        var tail = output.Tail.Take();
        return output.Tail.LeftOut == 0 ? EventsOf(output.Name, tail) : EventsOf(output.Name, tail).Prepend(CodeSessionEvent.OfGap(output.Name, output.Tail.LeftOut));
    }

    private static IEnumerable<CodeSessionEvent> EventsOf(string name, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(MostOfEvent, text.Length - at);
            length -= at + length < text.Length && char.IsHighSurrogate(text[at + length - 1]) ? 1 : 0;
            yield return CodeSessionEvent.OfOutput(name, text.Substring(at, length));
            at += length;
        }
    }

    private void Store(List<CodeSessionEvent> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            store(events);
        }
        catch (Exception e)
        {
            // The disk is full, for example. The coder's work goes on, and the timeline tells how it ends.
            lost(e);
        }
    }

    private sealed class Output(string name, IReadOnlyList<string> secrets)
    {
        public string Name => name;

        public SecretFilter Filter { get; } = new(secrets);

        public OutputTail Tail { get; } = new(MostOfTail);
    }
}
