namespace AppPlatform;

/// <summary>Why the program can't start, in a sentence for the user who started it.</summary>
internal sealed class StartException(string message) : Exception(message);
