/** The page on which one picks who to be: it stands for Entra's sign-in. */

/** `redirect`: the path to which it leads afterwards. */
export function formatSignInPage(roles: readonly string[], redirect: string): string {
  const choices = roles.map(
    (role, i) =>
      `<p><label><input type="checkbox" name="role" value="${escapeHtml(role)}"${i === 1 ? ' checked' : ''}> ${escapeHtml(role)}</label></p>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in (local)</title></head>
<body>
<main>
<h1>Sign in</h1>
<p>This page stands for the sign-in of Microsoft Entra, on this machine only. Whoever you say you are is believed.</p>
<form method="post" action="/.auth/login/aad">
<input type="hidden" name="post_login_redirect_uri" value="${escapeHtml(redirect)}">
<p><label>Name <input name="name" value="reader@contoso.example" required maxlength="200" autocomplete="off"></label></p>
<fieldset><legend>Roles</legend>
${choices.join('\n')}
</fieldset>
<p><button>Sign in</button></p>
</form>
</main>
</body>
</html>
`;
}

export function formatSignedOutPage(): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Signed out</title></head>
<body><main><h1>You have been signed out</h1><p><a href="/">Sign in again</a></p></main></body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
