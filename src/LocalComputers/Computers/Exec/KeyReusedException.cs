namespace LocalComputers.Computers.Exec;

/// <summary>An idempotency key that already stands for another command.</summary>
internal sealed class KeyReusedException() : Exception("This Idempotency-Key was used for another command, timeout or working directory.");
