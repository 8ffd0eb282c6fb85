using Microsoft.Extensions.Logging;

namespace AgentComputer.ReferenceBackend;

/// <summary>What the backend does every minute, and once more at its end. Work that fails does not keep the other work from being done.</summary>
/// <param name="work">The work.</param>
/// <param name="logger">Told of work that fails.</param>
internal sealed partial class MinuteSweep(IReadOnlyList<Action> work, ILogger logger) : IDisposable
{
    public void Run()
    {
        foreach (var action in work)
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                // On the timer's thread nobody else would catch the exception.
                LogFailed(logger, e);
            }
        }
    }

    public void Dispose() => Run();

    [LoggerMessage(LogLevel.Error, "What is due every minute could not be done; it is tried again in a minute.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
