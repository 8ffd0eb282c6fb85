namespace LocalComputers.Processes;

/// <summary>A process could not be started; the message names the program or the directory and the system's reason.</summary>
internal sealed class ProcessStartException : Exception
{
    public ProcessStartException(string message)
        : base(message)
    {
    }

    public ProcessStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The same without any place of the host's, for the callers of the API.</summary>
    public string ForCallers { get => field ?? Message; init; }

    /// <summary>Whether what was asked for can't be started anywhere: there is no such program or folder, for example.</summary>
    public bool IsCallersFault { get; init; }

    /// <summary>Whether the working directory that the caller asked for is the fault.</summary>
    public bool IsOfWorkingDirectory { get; init; }

    /// <summary>Whether the system has no room for a further process where this one was to begin.</summary>
    public bool IsForLackOfRoom { get; init; }
}
