namespace Flapjack.EndToEnd.Tests.Templates;

/// <summary>Programs that only record how they are called, in a folder for the PATH of a computer.</summary>
internal sealed class StubTools : IDisposable
{
    private readonly TempFolder _folder = new();

    private StubTools()
    {
    }

    public string Folder => _folder["tools"];

    /// <summary>What the stubs were asked, in order, as <c>name args</c>.</summary>
    public string[] Calls => File.Exists(_folder["calls"]) ? File.ReadAllLines(_folder["calls"]) : [];

    public static Task<StubTools> CreateAsync(params string[] tools)
    {
        var stubs = new StubTools();
        return stubs.WriteAsync($$"""
            #!/bin/bash
            printf '%s\n' "${0##*/} $*" >> '{{stubs._folder["calls"]}}'
            printf 'the stub of %s\n' "${0##*/}"
            """, tools);
    }

    /// <summary>Stubs that never end by themselves.</summary>
    public static Task<StubTools> CreateHangingAsync(params string[] tools) => new StubTools().WriteAsync("#!/bin/bash\nexec /bin/sleep 1000", tools);

    public void Dispose() => _folder.Dispose();

    private async Task<StubTools> WriteAsync(string stub, string[] tools)
    {
        Directory.CreateDirectory(Folder);
        // A child writes the stubs: were they written here, another test's fork could inherit the descriptor that is
        // open for writing, and the stub could not be run ("Text file busy").
        await HostProgram.BashAsync(
            """
            cd "$1"; stub=$2; shift 2
            for tool; do printf '%s\n' "$stub" > "$tool"; chmod 755 "$tool"; done
            """,
            [Folder, stub, .. tools]);
        return this;
    }
}
