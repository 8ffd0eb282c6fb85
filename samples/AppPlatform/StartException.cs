namespace AppPlatform;

/// <summary>Why the program can't start, in a sentence for whoever started it.</summary>
internal sealed class StartException(string message) : Exception(message);
