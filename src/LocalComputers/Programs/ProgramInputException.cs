namespace LocalComputers.Programs;

/// <summary>A program does not take the input; the message says why, and can be shown to callers.</summary>
internal sealed class ProgramInputException(string message) : Exception(message);
