namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>A step can't get its input, or a condition can't be evaluated.</summary>
/// <param name="code">A word for programs, for example <c>INPUT_NOT_FOUND</c>.</param>
/// <param name="message">What is wrong with what, and what to do next. It names paths and fields, but shows no values.</param>
internal sealed class MappingException(string code, string message) : Exception(message)
{
    /// <summary>The code of a path or a field that finds nothing.</summary>
    public const string NotFound = "INPUT_NOT_FOUND";

    /// <summary>The code of an input that is too long or too deep.</summary>
    public const string TooLarge = "INPUT_TOO_LARGE";

    /// <summary>The code of a filter that compares what can't be compared.</summary>
    public const string NotComparable = "VALUES_NOT_COMPARABLE";

    public string Code => code;
}
