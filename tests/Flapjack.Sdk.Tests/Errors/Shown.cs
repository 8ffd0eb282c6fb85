using System.Reflection;

namespace Flapjack.Sdk.Tests.Errors;

/// <summary>Every text that an exception shows to whoever logs or prints it: its own, and those of the exceptions within.</summary>
internal static class Shown
{
    public static IEnumerable<string> By(Exception exception)
    {
        yield return exception.ToString();
        for (var e = exception; e is not null; e = e.InnerException)
        {
            foreach (var property in e.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            {
                // What a method was called or a command has printed is no text of the exception.
                if (property.Name is not ("TargetSite" or "Data" or "Result") && property.GetValue(e)?.ToString() is { } text)
                {
                    yield return text;
                }
            }
        }
    }
}
