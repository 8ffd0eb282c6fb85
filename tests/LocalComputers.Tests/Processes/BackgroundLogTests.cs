using System.Text;
using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed class BackgroundLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flapjack-log-").FullName;

    private string File => Path.Combine(_folder, "background.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_latest_is_kept_within_the_cap()
    {
        var log = new BackgroundLog(File);
        var all = new StringBuilder();
        for (var i = 0; i < 300_000; i += 1000)
        {
            var piece = string.Concat(Enumerable.Range(i, 1000).Select(number => $"{number:D7}\n"));
            all.Append(piece);
            log.Append(Encoding.ASCII.GetBytes(piece));
        }

        var kept = System.IO.File.ReadAllText(File);

        kept.Length.Should().BeInRange(BackgroundLog.MaxBytes / 2, BackgroundLog.MaxBytes);
        all.ToString().Should().EndWith(kept);
    }

    [Fact]
    public void A_folder_that_is_gone_is_no_error()
    {
        var log = new BackgroundLog(Path.Combine(_folder, "gone", "background.log"));

        log.Invoking(gone => gone.Append("lost"u8)).Should().NotThrow();
    }
}
