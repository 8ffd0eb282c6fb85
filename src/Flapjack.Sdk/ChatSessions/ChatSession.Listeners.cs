using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk;

// Whom the session tells, and what it does about listeners that throw.
public sealed partial class ChatSession
{
    private readonly ConcurrentQueue<ChatEvent> _untold = new();
    // Only Notify uses it, and there is one Notify at a time.
    private ChatSessionSnapshot _told;

    /// <summary>
    /// A property has changed: <see cref="Snapshot"/> and the other property that has changed. Raised where the remarks of this class say, so that
    /// bindings of WPF, MAUI and the like can be on a session that their window has made.
    /// </summary>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>Anything has changed; raised after <see cref="PropertyChanged"/>, once for all changes since the last time.</summary>
    public event EventHandler? Changed;

    /// <summary>Keeps an event for those who want events; returns whether anybody does.</summary>
    private bool Tell(ChatEvent item)
    {
        var wanted = item is not ChatTokenEvent && (Options.OnEvent is not null || (Options.OnPlanActivity is not null && item is ChatToolResultEvent));
        if (wanted)
        {
            _untold.Enqueue(item);
        }

        return wanted;
    }

    private void Notify()
    {
        while (_untold.TryDequeue(out var item))
        {
            Call(() => Options.OnEvent?.Invoke(item));
            if (item is ChatToolResultEvent result && PlanTools.Change(result.ToolName))
            {
                Call(() => Options.OnPlanActivity?.Invoke(result));
            }
        }

        var (before, now) = (_told, Snapshot);
        _told = now;
        if (ReferenceEquals(before, now))
        {
            return;
        }

        foreach (var name in ChangedProperties(before, now))
        {
            foreach (var listener in Delegate.EnumerateInvocationList(PropertyChanged))
            {
                Call(() => listener(this, new(name)));
            }
        }

        foreach (var listener in Delegate.EnumerateInvocationList(Changed))
        {
            Call(() => listener(this, EventArgs.Empty));
        }
    }

    private static IEnumerable<string> ChangedProperties(ChatSessionSnapshot before, ChatSessionSnapshot now)
    {
        (string Name, bool IsDifferent)[] properties =
        [
            (nameof(Messages), before.Messages != now.Messages),
            (nameof(IsStreaming), before.IsStreaming != now.IsStreaming),
            (nameof(ThreadId), before.ThreadId != now.ThreadId),
            (nameof(Plan), before.Plan != now.Plan),
            (nameof(PlanOpen), before.PlanOpen != now.PlanOpen),
            (nameof(PlanMode), before.PlanMode != now.PlanMode),
        ];
        return properties.Where(property => property.IsDifferent).Select(property => property.Name).Prepend(nameof(Snapshot));
    }

    // Each listener by itself, so that one that throws does not keep the change from the others.
    private void Call(Action listener)
    {
        try
        {
            listener();
        }
        catch (Exception e)
        {
            Log(log => LogListenerThrew(log, e));
        }
    }

    private void PlanNotRead(Exception exception) => Log(log => LogPlanNotRead(log, exception));

    private void Log(Action<ILogger> write)
    {
        try
        {
            if (Options.Logger is { } log)
            {
                write(log);
            }
        }
        catch (Exception)
        {
            // A logger that fails has nobody who could be told. On the thread pool its exception would end the process.
        }
    }

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "A listener of a chat session threw an exception. The session goes on.")]
    private static partial void LogListenerThrew(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "The plan of a chat could not be read. The plan that is shown stays until the agent changes its plan again.")]
    private static partial void LogPlanNotRead(ILogger logger, Exception exception);
}
