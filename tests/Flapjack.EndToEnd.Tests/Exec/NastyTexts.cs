namespace Flapjack.EndToEnd.Tests.Exec;

/// <summary>Texts that some careless layer between two programs would bend.</summary>
internal static class NastyTexts
{
    public static IReadOnlyList<string> All { get; } =
    [
        "plain",
        "",
        " leading and trailing ",
        "it's",
        "say \"hi\"",
        "'\"'\"'",
        "$HOME ${HOME} $(id) `id` $((1+1)) !! *.cs ~ # ; | & < > ( ) { } [ ] ? \\",
        "back\\slash \\n \\\\ \\' end\\",
        "two\nlines",
        "\nlines around\n\n",
        "tab\tcarriage\rreturn\r\nbell\a escape\u001b[31m delete\u007f",
        "%s %d %% %n",
        "-n -e --",
        "data: not a field\nevent: exit\n\nid: 7\n: comment",
        "{\"chunk\":\"\\u0041\"}</script>",
        "é \u00e9 e\u0301 Z\u0351\u036b\u0343",
        "שלום مرحبا \u202eright to left\u202c",
        "日本語 한국어 ไทย",
        "😀 👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽",
        "𝕏 𠜎 \U0010FFFF",
        "\uFEFFbyte order mark",
        "line\u2028separator paragraph\u2029separator next\u0085line",
        "\u00a0no-break\u200bzero\u200dwidth\uFFFD",
    ];
}
