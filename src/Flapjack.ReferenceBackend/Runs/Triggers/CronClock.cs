using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>Waits for the occurrences of all cron triggers, in one task.</summary>
internal sealed class CronClock : IAsyncDisposable
{
    // The timers of a system stand still while a laptop sleeps, keep their pace when somebody sets the clock, and end after 49 days at the latest. So the
    // clock is looked at once a minute while a trigger waits.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    // A test may move its clock at the very moment when the timer is set. Then the timer is set again.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(10);

    private readonly CronFiring _firing;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private Task _running = Task.CompletedTask;

    /// <param name="firing">Starts the runs.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Told of failures.</param>
    public CronClock(CronFiring firing, TimeProvider clock, ILogger logger)
    {
        (_firing, _clock, _logger) = (firing, clock, logger);
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins with the occurrences that were missed while no backend ran. To be called once.</summary>
    public void Start()
    {
        Wake();
        using (ExecutionContext.SuppressFlow())
        {
            _running = Task.Run(RunAsync);
        }
    }

    /// <summary>Lets it look at the triggers again, because there is a new one.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    /// <summary>Waits until the run that is being started is started.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _wakes.Writer.TryComplete();
        await _running.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _wakes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            // The wake is taken before the triggers are read, so that a trigger that comes in between wakes the task again.
            _wakes.Reader.TryRead(out _);
            Sleep(Look());
        }
    }

    private DateTimeOffset? Look()
    {
        var now = _clock.GetUtcNow();
        try
        {
            return _firing.FireDue(now, _stopping.Token);
        }
        catch (Exception e)
        {
            // Every failure is caught: the other triggers must not wait for somebody to restart the backend.
            _logger.TriggersUnreadable(e);
            return now + CronFiring.RetryPause;
        }
    }

    private void Sleep(DateTimeOffset? until)
    {
        DateTimeOffset now;
        do
        {
            now = _clock.GetUtcNow();
            _timer.Change(until is { } end ? TimeSpan.FromTicks(Math.Clamp((end - now).Ticks, 0, LongestSleep.Ticks)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        while ((_clock.GetUtcNow() - now).Duration() > Slack);
    }
}
