namespace Flapjack.Sdk;

/// <summary>Which of the client's time budgets ran out.</summary>
public enum FlapjackTimeoutBudget
{
    /// <summary><see cref="FlapjackClientOptions.ConnectTimeout"/>: no connection came about in time.</summary>
    Connect,

    /// <summary><see cref="FlapjackClientOptions.ResponseTimeout"/>: the answer did not come in time, or the headers of a stream did not.</summary>
    Response,

    /// <summary><see cref="FlapjackClientOptions.StreamIdleTimeout"/>: a running stream carried no byte for that long.</summary>
    StreamIdle,

    /// <summary><see cref="FlapjackClientOptions.ReadyTimeout"/>: the computer did not become ready in time.</summary>
    Ready,

    /// <summary><see cref="HttpClient.Timeout"/> of the client that the caller passed in.</summary>
    HttpClient,

    /// <summary><see cref="FlapjackQuotaGovernorOptions.MaxWait"/>: the command's turn did not come in time. The command was never started.</summary>
    Quota,

    /// <summary><see cref="RunPollOptions.Timeout"/>: the run did not end in time. The run goes on.</summary>
    Run,
}
