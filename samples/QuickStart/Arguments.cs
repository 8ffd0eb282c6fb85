namespace QuickStart;

/// <summary>Reads the command line.</summary>
internal static class Arguments
{
    public static string Template(string[] args) => args switch
    {
        [] => "blank",
        ["--template", var name] => name,
        _ => Fail(),
    };

    private static string Fail()
    {
        Console.Error.WriteLine("Usage: QuickStart [--template blank|node-playwright|python-jupyter|nextjs-fullstack|rust-cargo]");
        Environment.Exit(2);
        return "";
    }
}
