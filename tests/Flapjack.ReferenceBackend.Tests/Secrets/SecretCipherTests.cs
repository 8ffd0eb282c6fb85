using System.Runtime.Versioning;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Tests.Secrets;

[UnsupportedOSPlatform("windows")]
public sealed class SecretCipherTests : IDisposable
{
    private const string Purpose = "tests.credentials";
    private const string Text = "Bearer pa$$wörd";
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _folder = new();

    private string KeyFolder => _folder["keys"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_is_decrypted_after_a_restart_and_in_a_folder_that_was_moved()
    {
        var secret = SecretCipher.In(KeyFolder).Protect(Purpose, Text);
        var moved = _folder["elsewhere"];
        Directory.Move(KeyFolder, moved);

        SecretCipher.In(moved).Unprotect(Purpose, secret).Should().Be(Text);

        secret.Should().NotContain("pa$$").And.MatchRegex("^[A-Za-z0-9_-]+$");
    }

    [Fact]
    public void The_keys_are_closed_to_other_users_and_are_made_with_the_first_secret()
    {
        var cipher = SecretCipher.In(KeyFolder);
        Directory.Exists(KeyFolder).Should().BeFalse();

        cipher.Protect(Purpose, Text);

        Directory.GetFiles(KeyFolder).Should().ContainSingle();
        File.GetUnixFileMode(KeyFolder).Should().Be(Closed);
    }

    [Fact]
    public void A_folder_that_was_open_to_other_users_is_closed_with_the_next_secret()
    {
        SecretCipher.In(KeyFolder).Protect(Purpose, Text);
        File.SetUnixFileMode(KeyFolder, Closed | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        SecretCipher.In(KeyFolder).Protect(Purpose, Text);

        File.GetUnixFileMode(KeyFolder).Should().Be(Closed);
    }

    [Fact]
    public void A_secret_whose_key_is_gone_is_a_clear_refusal_and_new_secrets_can_be_made()
    {
        var secret = SecretCipher.In(KeyFolder).Protect(Purpose, Text);
        Directory.Delete(KeyFolder, recursive: true);
        var cipher = SecretCipher.In(KeyFolder);

        ShouldBeUnreadable(cipher, Purpose, secret);

        cipher.Unprotect(Purpose, cipher.Protect(Purpose, Text)).Should().Be(Text);
    }

    [Fact]
    public void A_key_of_another_backend_decrypts_nothing()
    {
        var secret = SecretCipher.In(KeyFolder).Protect(Purpose, Text);
        var other = SecretCipher.In(_folder["other"]);
        other.Protect(Purpose, Text);

        ShouldBeUnreadable(other, Purpose, secret);
    }

    [Theory]
    [InlineData("tests.other", "")]
    [InlineData(Purpose, "x")]
    public void A_secret_of_another_purpose_or_one_that_was_changed_is_not_decrypted(string purpose, string more)
    {
        var cipher = SecretCipher.In(KeyFolder);
        var secret = cipher.Protect(Purpose, Text);

        ShouldBeUnreadable(cipher, purpose, secret + more);
        ShouldBeUnreadable(cipher, purpose, more);
    }

    [Fact]
    public void Damaged_keys_are_a_clear_refusal()
    {
        var secret = SecretCipher.In(KeyFolder).Protect(Purpose, Text);
        File.WriteAllText(Directory.GetFiles(KeyFolder).Single(), "<key");

        ShouldBeUnreadable(SecretCipher.In(KeyFolder), Purpose, secret);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_a_clear_refusal()
    {
        File.WriteAllText(KeyFolder, "in the way");
        var protect = () => SecretCipher.In(KeyFolder).Protect(Purpose, Text);

        protect.Should().Throw<Refusal>().Which.Code.Should().Be("STORAGE_FAILED");

        ShouldBeUnreadable(SecretCipher.In(KeyFolder), Purpose, "CfDJ8");
    }

    [Fact]
    public void A_backend_without_a_data_directory_leaves_no_key_on_the_disk()
    {
        using var data = DataDirectory.Temporary(new([]), new("flapjack"), NullLogger.Instance);
        var cipher = SecretCipher.Of(data);

        cipher.Unprotect(Purpose, cipher.Protect(Purpose, Text)).Should().Be(Text);

        Directory.EnumerateFileSystemEntries(data.Path).Should().BeEmpty();
    }

    private static void ShouldBeUnreadable(SecretCipher cipher, string purpose, string secret)
    {
        var unprotect = () => cipher.Unprotect(purpose, secret);

        var refusal = unprotect.Should().Throw<Refusal>().Which;

        (refusal.Kind, refusal.Code).Should().Be((RefusalKind.Contradiction, "CREDENTIALS_UNREADABLE"));
        refusal.Message.Should().Contain(SecretCipher.KeyFolder);
    }
}
