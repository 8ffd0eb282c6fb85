using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Shared.Wire.Diagnostics;

/// <summary>
/// What is observed of one logical call: its span, its measurements and its log lines. It is made only if somebody looks. A call is one after the
/// other, except for the tools that run beside each other, which only begin spans of their own.
/// </summary>
internal sealed class CallTrace
{
    private readonly CallObserver _observer;
    private readonly Activity? _span;
    private readonly bool _acts;
    private readonly long _began;
    private int _attempts;
    private int _resumptions;
    private int _status;
    private TimeSpan _queued;
    private TimeSpan _awaited;
    private bool _isStream;
    private bool _hasEvents;
    private bool _isComplete;
    private bool _hasEnded;
    private CallFailure? _failure;

    public CallTrace(CallObserver observer, string operation, bool acts, Activity? span)
    {
        (_observer, Operation, _acts, _span) = (observer, operation, acts, span);
        _began = observer.Clock.GetTimestamp();
    }

    /// <summary>The name of the public method, without <c>Async</c>.</summary>
    public string Operation { get; }

    /// <summary>Whether somebody wants to know what the span tells.</summary>
    public bool IsRecorded => _span?.IsAllDataRequested == true;

    /// <summary>Whether commands, prompts and answers may be shown.</summary>
    public bool ShowsContent => _observer.ShowsContent;

    private Telemetry Telemetry => _observer.Telemetry;

    private TelemetryNames Names => _observer.Telemetry.Names;

    private ILogger Log => _observer.Log;

    /// <summary>
    /// Makes the span the current one, so that the requests that follow are its children. Each step of a stream runs in the context of the caller,
    /// where another span is current, or none. Call it in an asynchronous method, whose changes of the context end with it.
    /// </summary>
    public void Enter()
    {
        if (_span is not null)
        {
            Activity.Current = _span;
        }
    }

    /// <summary>Says one thing about the call.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">The value; a text is shown without the key. Null for nothing.</param>
    public void Tell(string name, object? value)
    {
        if (IsRecorded && value is not null)
        {
            _span!.SetTag(name, value is string text ? _observer.Redact(text) : value);
        }
    }

    /// <summary>A text without the key, for the span of a part.</summary>
    public string? Shown(string? text) => text is null ? null : _observer.Redact(text);

    /// <summary>Begins the span of a part of the call; null if nobody looks. Call it in an asynchronous method, as <see cref="Enter"/>.</summary>
    public Activity? BeginPart(string name)
    {
        Enter();
        return _span is null ? null : Telemetry.Source.StartActivity(_observer.Redact(name), ActivityKind.Internal);
    }

    /// <summary>A request is about to be sent: the first, a repeat, or one that opens a broken stream again.</summary>
    public void Attempts() => _attempts++;

    /// <summary>The head of an answer came.</summary>
    public void Answered(int status)
    {
        _status = status;
        if (status == 429)
        {
            Telemetry.RateLimited.Add(1, OperationTag());
        }
    }

    /// <summary>The request will be sent again.</summary>
    /// <param name="reason">Why: the status of the answer, or the type of the failure.</param>
    /// <param name="delay">After which pause.</param>
    public void Retries(string reason, TimeSpan delay)
    {
        Telemetry.Retries.Add(1, OperationTag());
        AddEvent("retry", reason, delay);
        WireLog.Retries(Log, Operation, reason, delay.TotalMilliseconds, _attempts);
    }

    /// <summary>The stream broke, and will be opened again.</summary>
    /// <param name="reason">What broke it.</param>
    public void Resumes(string reason)
    {
        _resumptions++;
        Telemetry.Resumptions.Add(1, OperationTag());
        AddEvent("resume", reason);
        WireLog.Resumes(Log, Operation, reason, _resumptions);
    }

    /// <summary>The caller has left, and what the stream is about is being stopped.</summary>
    public void Stops()
    {
        AddEvent("stop");
        WireLog.Stops(Log, Operation);
    }

    /// <summary>What the stream is about could not be stopped.</summary>
    public void CouldNotStop(Exception exception)
    {
        var failure = CallFailure.Of(exception, acts: true);
        AddEvent("stop_failed", failure.ErrorType);
        WireLog.CouldNotStop(Log, Operation, failure.ErrorType);
    }

    /// <summary>The call is a stream, and its first event is asked for.</summary>
    public void BeginsStream()
    {
        _isStream = true;
        Telemetry.ActiveStreams.Add(1, OperationTag());
    }

    /// <summary>An event came. Only the first counts.</summary>
    public void HasEvent()
    {
        if (!_hasEvents)
        {
            _hasEvents = true;
            Telemetry.FirstEvent.Record(_observer.Clock.GetElapsedTime(_began).TotalSeconds, OperationTag());
        }
    }

    /// <summary>A connection of the stream is closed.</summary>
    /// <param name="bytes">What it brought.</param>
    public void Received(long bytes) => Telemetry.Received.Add(bytes, OperationTag());

    /// <summary>Waits for a command's turn.</summary>
    public async Task WaitInQueueAsync(Task turn)
    {
        var began = _observer.Clock.GetTimestamp();
        Telemetry.QueueLength.Add(1);
        AddEvent("queue");
        WireLog.Queues(Log, Operation);
        try
        {
            await turn.ConfigureAwait(false);
        }
        finally
        {
            var waited = _observer.Clock.GetElapsedTime(began);
            _queued += waited;
            Telemetry.QueueLength.Add(-1);
            Telemetry.QueueTime.Record(waited.TotalSeconds);
        }
    }

    /// <summary>Waits until a computer takes commands.</summary>
    public async Task WaitForComputerAsync(Func<Task> wait)
    {
        var began = _observer.Clock.GetTimestamp();
        AddEvent("wait_for_computer");
        WireLog.WaitsForComputer(Log, Operation);
        try
        {
            await wait().ConfigureAwait(false);
        }
        finally
        {
            _awaited += _observer.Clock.GetElapsedTime(began);
        }
    }

    /// <summary>Counts the tokens that an answer of a model used.</summary>
    /// <param name="type">The kind of tokens, as the conventions name it.</param>
    /// <param name="count">How many; null if the service did not say.</param>
    /// <param name="common">What else the measurement tells.</param>
    public void Uses(string type, long? count, params ReadOnlySpan<KeyValuePair<string, object?>> common)
    {
        if (count is { } tokens)
        {
            Telemetry.Tokens.Record(tokens, [.. common, new(TelemetryNames.TokenType, type)]);
        }
    }

    /// <summary>Shows what the call was given, such as a command, if content may be shown.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="content">Makes the content.</param>
    public void ShowGiven(string name, Func<string> content)
    {
        if (Show(name, content) is { } shown)
        {
            WireLog.GivenSensitive(Log, Operation, shown);
        }
    }

    /// <summary>Shows what the call was answered, if content may be shown.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="content">Makes the content.</param>
    public void ShowAnswered(string name, Func<string> content)
    {
        if (Show(name, content) is { } shown)
        {
            WireLog.AnsweredSensitive(Log, Operation, shown);
        }
    }

    /// <summary>The last event came. The stream may still be read on if the caller's tools answer it.</summary>
    public void IsComplete(bool value = true) => _isComplete = value;

    /// <summary>The call has failed in a way that is no exception of the stream.</summary>
    public void Fails(CallFailure failure) => (_isComplete, _failure) = (true, failure);

    /// <summary>The call has thrown.</summary>
    /// <param name="exception">What the caller gets.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public void Throws(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            End(CallOutcome.Cancelled, null);
            return;
        }

        var failure = CallFailure.Of(exception, _acts);
        End(failure.Outcome, failure);
    }

    /// <summary>Nobody goes on with the call: its answer was read, or its stream was left.</summary>
    public void End() => End(_failure?.Outcome ?? (_isStream && !_isComplete ? CallOutcome.Left : CallOutcome.Completed), _failure);

    private void End(CallOutcome outcome, CallFailure? failure)
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        var word = WordOf(outcome);
        if (_isStream)
        {
            Telemetry.ActiveStreams.Add(-1, OperationTag());
        }

        if (Telemetry.Duration.Enabled)
        {
            TagList tags = [OperationTag(), new(Names.Outcome, word)];
            if (failure is not null)
            {
                tags.Add(TelemetryNames.ErrorType, failure.ErrorType);
            }

            Telemetry.Duration.Record(_observer.Clock.GetElapsedTime(_began).TotalSeconds, tags);
        }

        if (outcome == CallOutcome.Unknown)
        {
            WireLog.IsUnknown(Log, Operation, failure?.ErrorType);
        }

        EndSpan(word, failure);
    }

    private void EndSpan(string outcome, CallFailure? failure)
    {
        if (IsRecorded)
        {
            var span = _span!;
            span.SetTag(Names.Outcome, outcome);
            span.SetTag(Names.Attempts, _attempts);
            Add(TelemetryNames.StatusCode, _status > 0 ? _status : null);
            Add(TelemetryNames.ResendCount, _attempts > 1 ? _attempts - 1 : null);
            Add(Names.Resumptions, _resumptions > 0 || _isStream ? _resumptions : null);
            Add(Names.QueueTime, _queued > TimeSpan.Zero ? _queued.TotalSeconds : null);
            Add(Names.ReadyTime, _awaited > TimeSpan.Zero ? _awaited.TotalSeconds : null);
            Add(TelemetryNames.ErrorType, failure?.ErrorType);
            if (failure is not null)
            {
                span.SetStatus(ActivityStatusCode.Error, failure.Description);
            }
        }

        _span?.Stop();

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                _span!.SetTag(name, value);
            }
        }
    }

    private string? Show(string name, Func<string> content)
    {
        if (!ShowsContent || (!IsRecorded && !Log.IsEnabled(LogLevel.Trace)))
        {
            return null;
        }

        var shown = _observer.Redact(content());
        Tell(name, shown);
        return shown;
    }

    private void AddEvent(string name, string? reason = null, TimeSpan? delay = null)
    {
        if (!IsRecorded)
        {
            return;
        }

        var tags = new ActivityTagsCollection();
        if (reason is not null)
        {
            tags.Add(Names.Reason, reason);
        }

        if (delay is { } pause)
        {
            tags.Add(Names.Delay, pause.TotalSeconds);
        }

        _span!.AddEvent(new(name, tags: tags));
    }

    private KeyValuePair<string, object?> OperationTag() => new(Names.Operation, Operation);

    private static string WordOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Completed => "completed",
        CallOutcome.Refused => "refused",
        CallOutcome.Failed => "failed",
        CallOutcome.Unknown => "unknown",
        CallOutcome.Cancelled => "cancelled",
        _ => "left",
    };
}
