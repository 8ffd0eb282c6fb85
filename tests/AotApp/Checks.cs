namespace AotApp;

/// <summary>Counts what was right, and says what was wrong.</summary>
internal sealed class Checks
{
    public int Passed { get; private set; }

    public int All { get; private set; }

    /// <summary>Makes a call, and compares what it gives. A call that throws was wrong.</summary>
    public async Task ShouldBeAsync(string what, string expected, Func<Task<string>> call)
    {
        All++;
        string? got;
        try
        {
            got = await call();
        }
        catch (Exception e)
        {
            got = $"{e.GetType().Name}: {e.Message}";
        }

        Passed += got == expected ? 1 : 0;
        Console.WriteLine(got == expected ? $"ok: {what}" : $"WRONG: {what}: expected '{expected}', and got '{got}'");
    }
}
