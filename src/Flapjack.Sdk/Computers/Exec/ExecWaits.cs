namespace Flapjack.Sdk;

/// <summary>What a command waits for before it starts.</summary>
/// <param name="Governor">Gives commands their turn under the exec quota; null if nothing keeps the quota.</param>
/// <param name="ReadyTimeout">How long the computer may take to become ready.</param>
/// <param name="UntilReady">Waits until the computer takes commands; null if the caller prefers a refusal.</param>
internal sealed record ExecWaits(FlapjackQuotaGovernor? Governor, TimeSpan ReadyTimeout, Func<CancellationToken, Task>? UntilReady);
