namespace AgentComputer.Sdk;

/// <summary>Which of the client's time budgets ran out.</summary>
public enum AgentComputerTimeoutBudget
{
    /// <summary>No connection came about in time.</summary>
    Connect,

    /// <summary>The answer did not come in time, or the headers of a stream did not.</summary>
    Response,

    /// <summary>A running stream carried no byte for too long.</summary>
    StreamIdle,

    /// <summary><see cref="HttpClient.Timeout"/> of the client that the caller passed in.</summary>
    HttpClient,

    /// <summary>An operation did not end in time. The operation goes on.</summary>
    Operation,

    /// <summary>A computer did not become ready in time.</summary>
    Ready,
}
