namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>Told once that a command has ended, before its readers are. Both are null when it never ran, or when nobody knows.</summary>
internal delegate void ExecEnded(int? exitCode, TimeSpan? duration);
