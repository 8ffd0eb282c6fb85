using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>Reads the output of a command line by line.</summary>
public static class ComputerExecLines
{
    /// <summary>How long a line may be, in UTF-16 characters: 1,048,576. A longer line comes in pieces of at most this length, so that the memory is bounded.</summary>
    public const int LongestLine = 1024 * 1024;

    /// <summary>Reads the events of a command as lines of its output, each as soon as its end is there.</summary>
    /// <param name="events">
    /// The events, from <see cref="FlapjackClient.ExecComputerAsync"/> or <c>AttachComputerExecAsync</c>. They are enumerated with the lines: the
    /// command starts with the first <c>MoveNextAsync</c>, and leaving the loop early stops it where leaving the events early would.
    /// </param>
    /// <param name="onExit">
    /// Is told how the command ended, after its last line, and judges it. Null: a command that failed is a <see cref="ComputerExecFailedException"/>
    /// after its last line, so that a failure is never taken for a success.
    /// </param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>, as it ends that of the events.</param>
    /// <returns>
    /// The lines of both outputs, in the order in which they ended; the lines of one output are in its own order. A carriage return alone, as progress bars
    /// write it, ends no line. At the end of the command, what stands behind the last newline is a line, too.
    /// </returns>
    /// <exception cref="ComputerExecFailedException">After the last line: the command failed, and <paramref name="onExit"/> is null.</exception>
    /// <exception cref="FlapjackStreamInterruptedException">After the lines that came: the stream ended without its last event; how the command ended is unknown.</exception>
    /// <exception cref="FlapjackException">After the lines that came: the call failed in another way, as that of the events, or the service lost the command.</exception>
    public static IAsyncEnumerable<ComputerExecLine> ReadLinesAsync(
        this IAsyncEnumerable<ComputerExecEvent> events, Action<ExecExitEvent>? onExit = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return ReadAsync(events, onExit, cancellationToken);
    }

    private static async IAsyncEnumerable<ComputerExecLine> ReadAsync(
        IAsyncEnumerable<ComputerExecEvent> events, Action<ExecExitEvent>? onExit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var own = events as EventStream<ComputerExecEvent>;
        // The output is decoded as it comes. So the client's own stream need not make an event for each piece.
        own?.Lend();
        var ending = new ExecEnding(onExit, own?.Redaction ?? Redaction.None);
        var lines = new LineQueue();
        var source = events.GetAsyncEnumerator(cancellationToken);
        await using var disposal = source.ConfigureAwait(false);
        do
        {
            await ending.MoveAsync(source).ConfigureAwait(false);
            if (ending.IsThere)
            {
                lines.End();
            }
            else
            {
                lines.Add(source.Current);
            }

            while (lines.TryTake(out var line))
            {
                yield return line;
                // After a cancellation no line is delivered, even if it is here already.
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        while (!ending.IsThere);

        ending.Tell();
    }

    /// <summary>The end of the events: their last event, or the failure that came in place of it.</summary>
    private sealed class ExecEnding(Action<ExecExitEvent>? onExit, Redaction redaction)
    {
        private readonly ExecCollector _facts = new(null, null, redaction);
        private Exception? _failure;
        private ExecExitEvent? _exit;
        private ComputerExecResult? _result;

        public bool IsThere => _failure is not null || _result is not null;

        /// <summary>Goes to the next event. What goes wrong is kept until the lines before it were delivered; a cancellation is thrown at once.</summary>
        public async Task MoveAsync(IAsyncEnumerator<ComputerExecEvent> source)
        {
            try
            {
                if (await source.MoveNextAsync().ConfigureAwait(false))
                {
                    Look(source.Current);
                    return;
                }

                // The client's own stream throws when it ends early, but the stream of a mock may not.
                _failure = new FlapjackStreamInterruptedException(redaction.Message($"The events of the command{Id} ended without an exit or error."))
                {
                    ExecId = redaction.Of(_facts.ExecId),
                };
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _failure = e;
            }
        }

        /// <summary>Tells how the command ended, after its last line.</summary>
        public void Tell()
        {
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }

            if (onExit is not null && _exit is not null)
            {
                onExit(_exit);
            }
            else if (!_result!.Ok)
            {
                throw new ComputerExecFailedException(redaction.Of($"{_result.DescribeEnd()} Its output was read as lines, and is not kept."), _result);
            }
        }

        private string Id => _facts.ExecId is { } id ? $" ({id})" : "";

        private void Look(ComputerExecEvent item)
        {
            if (item is not ExecOutputEvent)
            {
                _exit = item as ExecExitEvent;
                _result = _facts.Add(item);
            }
        }
    }

    /// <summary>The lines of both outputs that are complete and not delivered yet.</summary>
    private sealed class LineQueue
    {
        private readonly Queue<ComputerExecLine> _lines = new();
        private readonly LineDecoder _stdout;
        private readonly LineDecoder _stderr;

        public LineQueue() => (_stdout, _stderr) = (new(ComputerExecOutput.Stdout, _lines), new(ComputerExecOutput.Stderr, _lines));

        public bool TryTake(out ComputerExecLine line) => _lines.TryDequeue(out line);

        public void Add(ComputerExecEvent item)
        {
            switch (item)
            {
                case ExecStdoutEvent output:
                    _stdout.Add(output.Bytes.Span);
                    break;
                case ExecStderrEvent output:
                    _stderr.Add(output.Bytes.Span);
                    break;
                case ExecOutputDroppedEvent { Stream: "stderr" }:
                    _stderr.End();
                    break;
                case ExecOutputDroppedEvent:
                    _stdout.End();
                    break;
            }
        }

        public void End()
        {
            _stdout.End();
            _stderr.End();
        }
    }
}
