namespace LocalComputers.Computers.Exec;

/// <summary>An idempotency key that already stands for another command. The door says so in its own words.</summary>
internal sealed class KeyReusedException() : Exception("The key stands for another command.");
